package guide

import io.kotest.core.spec.style.FunSpec

/** What the pages of this module show is run. */
class WebGuideSpec :
    FunSpec({
        val pages = Pages("ext-flask-utils-equivalent")

        test("the page on pagination runs") { pagingPage(pages.sent) }

        test("the page on lists runs") { listsPage(pages.sent) }

        test("the page on requests runs") { requestsPage(pages.sent) }

        test("the page on web frameworks runs") { frameworksPage(pages.sent) }

        test("the pages show what was run, and the SQL that was sent") { pages.showWhatWasRun() }

        test("every block of the pages is one of those") { pages.showNothingElse() }
    })
