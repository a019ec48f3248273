/** What the README and the pages in docs/ show; GuideSpec runs it and compares the two. */
@NullMarked
package guide;

import org.jspecify.annotations.NullMarked;
