package tour;

import static tour.Media.Clip.CLIP;
import static tour.Media.Note.NOTE;
import static tour.Media.Rating.RATING;
import static tour.Media.Song.SONG;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tour.Media.Clip;
import tour.Media.Note;
import tour.Media.Rating;
import tour.Media.Song;
import tour.Media.Subject;

/** A reference to a row of one of several models, from Java. */
public final class OneOfCaller {

    /** Each method once. */
    public void calls() {
        Song song = SONG.create(SONG.title.to("la"));
        Clip clip = new Clip();
        clip.set(CLIP.code, "c1");
        clip.set(CLIP.title, "cat");
        clip.save();
        Rating rating = RATING.create(RATING.subject.to(song), RATING.stars.to(5));
        Subject subject = rating.getSubject(); // never null: no @Nullable
        same(subject.title(), "la");
        rating.setSubject(clip);
        rating.save();
        same(RATING.where(RATING.subject.eq(clip)).list(), List.of(rating));
        same(RATING.where(RATING.subject.ne(song)).list(), List.of(rating));
        same(RATING.where(RATING.subject.in(List.of(song, clip))).count(), 1L);
        same(RATING.where(RATING.subject.isA(Clip.class)).count(), 1L);
        same(RATING.where(RATING.subject.isNull()).count(), 0L);
        same(RATING.where(RATING.subject.isNotNull()).count(), 1L);
        Rating read = RATING.select().load(RATING.subject.load()).single();
        same(read.getSubject(), clip);
        same(RATING.subject.foreignKeys(), List.of(RATING.song, RATING.clip));
        Note note = NOTE.create();
        @Nullable Subject none = NOTE.about.get(note);
        same(none, null);
        NOTE.about.set(note, song);
        same(note.get(NOTE.kind), "song");
        NOTE.about.set(note, null);
        same(note.get(NOTE.kind), null);
    }

    private static void same(@Nullable Object found, @Nullable Object expected) {
        if (found == null ? expected != null : !found.equals(expected)) {
            throw new AssertionError("expected " + expected + " but found " + found);
        }
    }
}
