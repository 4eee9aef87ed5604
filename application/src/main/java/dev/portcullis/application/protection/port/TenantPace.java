package dev.portcullis.application.protection.port;

import java.time.Duration;

/**
 * Spaces the calls to the tenant so that no second has more of them than the tenant takes, in this
 * process or in all instances together.
 *
 * <p>An implementation decides and counts in one step, and does not wait itself. While fewer than
 * half of a second's calls are used, calls may follow each other at once; above that they are
 * spaced evenly, so that a second's calls do not arrive as one bunch. It throws nothing and is safe
 * for concurrent use. While its store is away, it ends within a bounded time and goes on in its own
 * process. Its contract is {@code TenantPaceContract} in the testkit.
 */
public interface TenantPace {

  /** The highest limit that is kept, in calls a second. */
  int MOST = 10_000;

  /**
   * Takes one call, if one may be made now.
   *
   * @param perSecond calls that the tenant takes in a second, 1 to {@value #MOST}
   * @return zero if the call may be made, and is counted; else how long it takes until it is worth
   *     asking again, and nothing is counted
   */
  Duration take(int perSecond);

  /**
   * Gives nobody a call for some time, because the tenant has said so.
   *
   * @param time not negative; the longest pause counts
   */
  void pause(Duration time);
}
