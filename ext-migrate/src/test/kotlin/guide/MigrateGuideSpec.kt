package guide

import io.kotest.core.spec.style.FunSpec

/** What the pages of this module show, is run. */
class MigrateGuideSpec :
    FunSpec({
        test("the pages show what was run") {
            val pages = Pages("ext-migrate")
            fillingPage(pages.sent)
            migratingPage(pages.sent)
            safelyPage(pages.sent)
            sqliteTablesPage(pages.sent)
            comparingPage(pages.sent)
            pages.showWhatWasRun()
        }
    })
