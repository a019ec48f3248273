package dev.kinglet.web.frameworks

import io.kotest.core.spec.style.FunSpec

/** Javalin does what every framework does (WEB-11). */
class JavalinSpec :
    FunSpec({
        serverSuite(::JavalinApp)
    })
