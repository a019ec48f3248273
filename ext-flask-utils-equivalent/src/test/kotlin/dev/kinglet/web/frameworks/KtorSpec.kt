package dev.kinglet.web.frameworks

import io.kotest.core.spec.style.FunSpec

/** Ktor does what every framework does (WEB-11). */
class KtorSpec :
    FunSpec({
        serverSuite(::KtorApp)
    })
