package dev.portcullis.adapters.redis;

import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.domain.session.SessionFingerprint;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Keeps renewed sessions in the store until their end, sealed once more: what is kept is the value
 * of a cookie, and anyone who has it is logged in. This instance keeps its own besides, for the
 * time that the store is away.
 */
final class RedisRenewedSessions implements RenewedSessions {

  private static final int MOST_FORGOTTEN = 10_000;

  /** An answer is never missing, but may be empty. */
  private static final String GET = "return redis.call('GET', KEYS[1]) or ''";

  private final RedisStore store;
  private final SharedKey.Tags tags;
  private final SharedKey.Sealing sealing;
  private final RenewedSessions local;
  private final InstantSource time;

  /** Those that are not in the store, so that not every request with a new cookie asks it. */
  private final Set<String> forgotten =
      Collections.newSetFromMap(
          Collections.synchronizedMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > MOST_FORGOTTEN;
                }
              }));

  RedisRenewedSessions(RedisStore store, RenewedSessions local, InstantSource time) {
    this.store = store;
    this.tags = store.settings().key().tags("renewed sessions");
    this.sealing = store.settings().key().sealing("renewed sessions");
    this.local = local;
    this.time = time;
  }

  @Override
  public boolean keep(SessionFingerprint renewal, String sealed, Instant end) {
    String name = name(renewal);
    boolean kept = local.keep(renewal, sealed, end);
    long life = Math.max(1000, Duration.between(time.instant(), end).toMillis() + 1000);
    Option<String> shared =
        store.ask(
            StoreUse.RENEWALS,
            commands -> commands.set(name, sealing.close(sealed, name), SetArgs.Builder.px(life)));
    // Answers come in order: what was being forgotten before is forgotten by now.
    forgotten.remove(name);
    return kept && shared.isDefined();
  }

  @Override
  public Option<String> find(SessionFingerprint renewal) {
    return local.find(renewal).orElse(() -> shared(renewal));
  }

  private Option<String> shared(SessionFingerprint renewal) {
    String name = name(renewal);
    return store
        .<String>ask(
            StoreUse.RENEWALS,
            commands -> commands.eval(GET, ScriptOutputType.VALUE, new String[] {name}))
        .flatMap(found -> sealing.open(found, name));
  }

  @Override
  public void forget(SessionFingerprint renewal) {
    local.forget(renewal);
    String name = name(renewal);
    if (!forgotten.contains(name)) {
      store.tell(commands -> commands.unlink(name), () -> forgotten.add(name));
    }
  }

  private String name(SessionFingerprint renewal) {
    return store.name("renewed:" + tags.of(renewal.value()));
  }
}
