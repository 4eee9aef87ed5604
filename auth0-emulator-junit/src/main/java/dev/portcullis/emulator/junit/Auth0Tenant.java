package dev.portcullis.emulator.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests an {@link EmulatedTenant} as a parameter: a fresh one for each test, shared with its
 * {@code @BeforeEach}, {@code @AfterEach} and constructor, and stopped after it. Tests may run in
 * parallel.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(TenantParameters.class)
public @interface Auth0Tenant {

  /** How long a tenant lives. */
  Per value() default Per.TEST;

  /** The lives a tenant can have. */
  enum Per {
    /** One test. */
    TEST,
    /** All tests of the annotated class and of the classes nested in it. */
    CLASS
  }
}
