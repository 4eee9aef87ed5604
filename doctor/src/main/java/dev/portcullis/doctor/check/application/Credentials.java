package dev.portcullis.doctor.check.application;

import dev.portcullis.doctor.remedy.Change.Target;
import dev.portcullis.doctor.remedy.Change.Target.OfApplication;
import dev.portcullis.doctor.remedy.ChangeSet;
import dev.portcullis.doctor.remedy.Edit.Value;
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;
import dev.portcullis.doctor.tenant.TenantSnapshot.AuthenticationMethod;

/**
 * Edits of how the application authenticates. Auth0 trusts the header only together with a method
 * that is set, so the method and the flag are always sent together.
 */
final class Credentials {

  private static final String METHOD = "token_endpoint_auth_method";
  private static final String TRUST = "is_token_endpoint_ip_header_trusted";

  private Credentials() {}

  /** Whether the secret may be used without giving up a stronger method. */
  static boolean canSendSecret(AuthenticationMethod method) {
    return switch (method) {
      case PRIVATE_KEY_JWT, MUTUAL_TLS, OTHER -> false;
      case UNSET, NONE, CLIENT_SECRET_POST, CLIENT_SECRET_BASIC -> true;
    };
  }

  static ChangeSet setMethod(ChangeSet changes, Application app, AuthenticationMethod method) {
    return changes.set(target(app), METHOD, value(app.method()), new Value.Text(method.word()));
  }

  static ChangeSet keepMethod(ChangeSet changes, Application app) {
    return changes.keep(target(app), METHOD, value(app.method()));
  }

  static ChangeSet trust(ChangeSet changes, Application app) {
    return changes.set(
        target(app), TRUST, new Value.Flag(app.ipHeaderTrusted()), new Value.Flag(true));
  }

  static ChangeSet keepTrust(ChangeSet changes, Application app) {
    return changes.keep(target(app), TRUST, new Value.Flag(app.ipHeaderTrusted()));
  }

  private static Value value(AuthenticationMethod method) {
    return method == AuthenticationMethod.UNSET ? new Value.Unset() : new Value.Text(method.word());
  }

  private static Target target(Application app) {
    return new OfApplication(app.clientId(), app.name());
  }
}
