package tour

import dev.kinglet.fixtures.contract
import io.kotest.core.spec.style.FunSpec
import tour.JsonCaller.Player.PLAYER

/** JSON columns from Java. */
class JsonCallerSpec :
    FunSpec({
        contract("JSON columns from Java (JSN-01..JSN-08)", PLAYER) { db -> JsonCaller().all(db) }
    })
