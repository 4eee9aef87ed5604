package dev.portcullis.emulator.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Injects an {@link EmulatedTenant} as a parameter: a fresh one for each test, shared with its
 * {@code @BeforeEach}, {@code @AfterEach} and constructor, and stopped after the test. Tests may
 * run in parallel.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(TenantParameters.class)
public @interface Auth0Tenant {

  /** How long a tenant lives. */
  Per value() default Per.TEST;

  /** The lifetimes of a tenant. */
  enum Per {
    /** One test. */
    TEST,
    /** All tests of the annotated class and of the classes nested in it. */
    CLASS
  }
}
