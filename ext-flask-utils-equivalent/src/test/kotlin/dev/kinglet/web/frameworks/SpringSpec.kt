package dev.kinglet.web.frameworks

import io.kotest.core.spec.style.FunSpec

/** Spring MVC does what every framework does (WEB-11). */
class SpringSpec :
    FunSpec({
        serverSuite(::SpringApp)
    })
