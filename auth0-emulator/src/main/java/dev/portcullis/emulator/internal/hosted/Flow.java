package dev.portcullis.emulator.internal.hosted;

import java.time.Instant;
import java.util.Optional;

/**
 * A hosted login that is under way.
 *
 * @param browser the hash of the cookie of the browser that began it
 * @param step what the user has to do next
 * @param userId the user whose password was right, or empty
 * @param oobCode the code or notification that was sent last
 */
record Flow(
    AuthorizeRequest request,
    String browser,
    Step step,
    String userId,
    Optional<String> oobCode,
    Instant expires) {

  /** What the user has to do next. */
  enum Step {
    /** Confirm the code of a device. */
    DEVICE,
    /** Name the organization. */
    ORGANIZATION,
    /** Log in or sign up. */
    PASSWORD,
    /** Use a second factor. */
    SECOND_FACTOR,
    /** Choose an organization; the user has a session. */
    ORGANIZATION_CHOICE,
    /** Write down a new recovery code; the user has a session. */
    CONTINUE,
    /** Allow the application what it requests; the user has a session. */
    CONSENT
  }

  Flow at(Step next, String user) {
    return new Flow(request, browser, next, user, Optional.empty(), expires);
  }

  Flow asking(AuthorizeRequest changed) {
    return new Flow(changed, browser, step, userId, oobCode, expires);
  }

  Flow sent(String code) {
    return new Flow(request, browser, step, userId, Optional.of(code), expires);
  }
}
