package dev.portcullis.doctor.remedy;

import io.vavr.collection.Seq;

/** A change of the tenant that one call makes, completely or not at all. */
public sealed interface Change {

  /** The name of what is changed, for operators. */
  String subject();

  /** Sets attributes together. */
  record Patch(Target target, Seq<Edit> edits) implements Change {

    @Override
    public String subject() {
      return target.subject();
    }
  }

  /** Adds an application to those that may use a connection; the others stay. */
  record EnableConnection(
      String connectionId, String connectionName, String clientId, String clientName)
      implements Change {

    @Override
    public String subject() {
      return "connection " + connectionName;
    }
  }

  /** The part of the tenant whose attributes are set. */
  sealed interface Target {

    /** Its name, for operators. */
    String subject();

    /** An application. */
    record OfApplication(String clientId, String clientName) implements Target {

      @Override
      public String subject() {
        return "application " + clientName + " (" + clientId + ")";
      }
    }

    /** The tenant's settings. */
    record OfTenant() implements Target {

      @Override
      public String subject() {
        return "tenant settings";
      }
    }

    /** A part of attack protection. */
    enum OfProtection implements Target {
      BRUTE_FORCE("brute-force-protection"),
      SUSPICIOUS_IP("suspicious-ip-throttling"),
      BREACHED_PASSWORDS("breached-password-detection");

      private final String path;

      OfProtection(String path) {
        this.path = path;
      }

      /** The last segment of its path in the Management API. */
      public String path() {
        return path;
      }

      @Override
      public String subject() {
        return path.replace('-', ' ');
      }
    }
  }
}
