package dev.kinglet.web.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which list the {@link dev.kinglet.web.ListRequest} of a controller is read by:
 * {@code @Listed("tweets") ListRequest request}; see {@link KingletWebMvc#listing}.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Listed {
    /** The name that the list was registered by. */
    String value();
}
