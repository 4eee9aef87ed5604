package dev.portcullis.emulator.internal.mfa;

import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.Table;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.MfaPolicy;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The second factors that users have enrolled. Safe for many threads. */
public final class Authenticators {

  private final MfaSecrets secrets;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, List<Authenticator>> enrolled = new HashMap<>();
  private final Table<String, Enrolled> table;

  /** The store's authenticators, and the factors of these users. */
  Authenticators(List<UserDefinition> users, MfaSecrets secrets, Store store) {
    this.secrets = secrets;
    this.table = store.table("mfa-enrolled", String.class, Enrolled.class);
    table.load().forEach((id, stored) -> enrolled.put(id, new ArrayList<>(stored.all())));
    users.forEach(user -> user.factors().forEach(factor -> enrol(user.userId(), factor)));
  }

  /** Whether a login of this user requires a second factor. */
  public boolean required(User user, MfaPolicy policy) {
    return switch (policy) {
      case NEVER -> false;
      case WHEN_ENROLLED -> hasActiveFactor(user.userId());
      case ALWAYS -> true;
    };
  }

  /** The user's factors that can be used. */
  public List<Factor> factors(String userId) {
    return list(userId).stream().filter(Authenticator::active).map(Authenticator::factor).toList();
  }

  /** Enrols a factor that can be used at once. */
  public void enrol(String userId, Factor factor) {
    enrol(userId, factor, true);
  }

  /** Removes all of a user's authenticators. */
  public void forget(String userId) {
    lock.lock();
    try {
      enrolled.remove(userId);
      table.remove(userId);
    } finally {
      lock.unlock();
    }
  }

  /** The user's authenticators with their ids, as {@code GET /mfa/authenticators} has them. */
  public List<Map<String, Object>> shown(String userId) {
    return list(userId).stream().map(Authenticator::fields).toList();
  }

  /** Enrols a factor; unless {@code active} it has to be verified once before it can be used. */
  Authenticator enrol(String userId, Factor factor, boolean active) {
    String kind =
        switch (factor) {
          case Factor.Otp ignored -> "totp";
          case Factor.Sms ignored -> "sms";
          case Factor.Email ignored -> "email";
          case Factor.Push ignored -> "push";
          case Factor.RecoveryCode ignored -> "recovery-code";
        };
    Authenticator made = new Authenticator(kind + "|dev_" + secrets.text(12), factor, active);
    lock.lock();
    try {
      of(userId).add(made);
      keep(userId);
      return made;
    } finally {
      lock.unlock();
    }
  }

  /** Removes an authenticator; whether there was one. */
  public boolean remove(String userId, String authenticatorId) {
    lock.lock();
    try {
      boolean removed = of(userId).removeIf(each -> each.id().equals(authenticatorId));
      keep(userId);
      return removed;
    } finally {
      lock.unlock();
    }
  }

  /** Replaces an authenticator by what the function makes of it. */
  void change(String userId, String authenticatorId, UnaryOperator<Authenticator> change) {
    lock.lock();
    try {
      of(userId).replaceAll(each -> each.id().equals(authenticatorId) ? change.apply(each) : each);
      keep(userId);
    } finally {
      lock.unlock();
    }
  }

  /** A copy of the user's authenticators. */
  List<Authenticator> list(String userId) {
    lock.lock();
    try {
      return List.copyOf(of(userId));
    } finally {
      lock.unlock();
    }
  }

  /** Whether the user has a factor that can be used. */
  boolean hasActiveFactor(String userId) {
    return active(userId).findAny().isPresent();
  }

  /** The user's authenticators that can be used, without the recovery code. */
  Stream<Authenticator> active(String userId) {
    return list(userId).stream()
        .filter(Authenticator::active)
        .filter(each -> each.type() != Authenticator.Type.RECOVERY_CODE);
  }

  private List<Authenticator> of(String userId) {
    return enrolled.computeIfAbsent(userId, absent -> new ArrayList<>());
  }

  private void keep(String userId) {
    table.put(userId, new Enrolled(List.copyOf(of(userId))));
  }

  private record Enrolled(List<Authenticator> all) {}
}
