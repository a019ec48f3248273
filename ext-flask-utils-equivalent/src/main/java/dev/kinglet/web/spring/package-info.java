/**
 * The adapter for Spring MVC 7, and so for Spring Boot 4: a {@linkplain
 * dev.kinglet.web.spring.KingletWebMvc configurer} that lets controllers take what an address says
 * as an argument, turns what is not there or cannot be read into answers, and keeps handlers that
 * go on in another thread in the scope of their request.
 *
 * <p>In: Spring's registries. Out: the rooms {@code web}, {@code scope} and {@code servlet}, which
 * know nothing of Spring. Only this room does, so that who uses another framework need not have it.
 */
@NullMarked
package dev.kinglet.web.spring;

import org.jspecify.annotations.NullMarked;
