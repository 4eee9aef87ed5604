package dev.portcullis.emulator.junit;

import dev.portcullis.emulator.Tenant;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.util.ArrayList;
import java.util.List;

/** A user of a tenant; each call takes effect at once. */
public final class TenantUser {

  private static final String OTP_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

  private final Tenant tenant;
  private UserDefinition user;

  private TenantUser(Tenant tenant, UserDefinition user) {
    this.tenant = tenant;
    this.user = user;
  }

  static TenantUser of(Tenant tenant, String email) {
    return tenant
        .user(email)
        .map(found -> new TenantUser(tenant, found))
        .orElseGet(() -> made(tenant, email));
  }

  private static TenantUser made(Tenant tenant, String email) {
    TenantUser made =
        new TenantUser(
            tenant,
            UserDefinition.of(
                "auth0|" + TenantApplication.idOf(email).substring(8),
                DemoTenant.CONNECTION,
                email,
                "a password that nobody knows"));
    return made.put(made.user);
  }

  /** Gives the user this password. */
  public TenantUser password(String password) {
    return put(user.withPassword(Secret.of(password)));
  }

  /** Enrols an authenticator app; {@link #otp} is what it shows. */
  public TenantUser withOtp() {
    return with(new Factor.Otp(Secret.of(OTP_SECRET)));
  }

  /** Enrols a phone for codes by text message; they are among the tenant's mails. */
  public TenantUser withSms(String phoneNumber) {
    return with(new Factor.Sms(phoneNumber));
  }

  /** Enrols a second factor. */
  public TenantUser with(Factor factor) {
    List<Factor> factors = new ArrayList<>(user.factors());
    factors.add(factor);
    return put(user.withFactors(factors.toArray(Factor[]::new)));
  }

  /** Blocks the user as an administrator does. */
  public TenantUser blockedByAdministrator() {
    return put(user.blockedByAdministrator());
  }

  /** The user's id, which is the {@code sub} of tokens. */
  public String userId() {
    return user.userId();
  }

  /** What the user's authenticator app shows now. */
  public String otp() {
    return tenant
        .otpCode(user.userId())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    user.email() + " has no authenticator app (expected: withOtp() before)"));
  }

  private TenantUser put(UserDefinition changed) {
    tenant.put(changed);
    user = changed;
    return this;
  }
}
