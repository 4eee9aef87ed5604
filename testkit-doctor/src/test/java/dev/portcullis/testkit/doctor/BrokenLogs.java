package dev.portcullis.testkit.doctor;

import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.LogQuery;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;

/** Logs that break their contract, around one that keeps it. */
final class BrokenLogs {

  private BrokenLogs() {}

  /** The contract's test; a subclass breaks it by what it wraps around the log. */
  static class Sound extends InMemoryTenantLogsContractTest {
    @Override
    public TenantLogs logs() {
      TenantLogs sound = super.logs();
      return new TenantLogs() {
        @Override
        public Either<FactUnavailable, Seq<LogEvent>> newest(LogQuery query, int most) {
          return Sound.this.newest(sound, query, most);
        }

        @Override
        public Either<FactUnavailable, Seq<LogEvent>> after(String id, int most) {
          return Sound.this.after(sound, id, most);
        }
      };
    }

    Either<FactUnavailable, Seq<LogEvent>> newest(TenantLogs sound, LogQuery query, int most) {
      return sound.newest(query, most);
    }

    Either<FactUnavailable, Seq<LogEvent>> after(TenantLogs sound, String id, int most) {
      return sound.after(id, most);
    }
  }

  private static LogQuery query(
      Seq<String> types, Option<String> clientId, Option<String> user, LogQuery of) {
    return new LogQuery(types, clientId, user, of.since());
  }

  static final class IgnoresTimes extends Sound {
    @Override
    Either<FactUnavailable, Seq<LogEvent>> newest(TenantLogs sound, LogQuery query, int most) {
      return sound.newest(
          new LogQuery(query.types(), query.clientId(), query.userName(), Option.none()), most);
    }
  }

  static final class LeavesOutTheFirstMoment extends Sound {
    @Override
    Either<FactUnavailable, Seq<LogEvent>> newest(TenantLogs sound, LogQuery query, int most) {
      return sound.newest(
          new LogQuery(
              query.types(),
              query.clientId(),
              query.userName(),
              query.since().map(start -> start.plusMillis(1))),
          most);
    }
  }

  static final class IgnoresUsers extends Sound {
    @Override
    Either<FactUnavailable, Seq<LogEvent>> newest(TenantLogs sound, LogQuery query, int most) {
      return sound.newest(query(query.types(), query.clientId(), Option.none(), query), most);
    }
  }

  static final class IgnoresApplications extends Sound {
    @Override
    Either<FactUnavailable, Seq<LogEvent>> newest(TenantLogs sound, LogQuery query, int most) {
      return sound.newest(query(query.types(), Option.none(), query.userName(), query), most);
    }
  }

  static final class IgnoresTypes extends Sound {
    @Override
    Either<FactUnavailable, Seq<LogEvent>> newest(TenantLogs sound, LogQuery query, int most) {
      return sound.newest(
          query(query.types().append(LogEvent.LOGIN), query.clientId(), query.userName(), query),
          most);
    }
  }

  static final class OldestFirst extends Sound {
    @Override
    Either<FactUnavailable, Seq<LogEvent>> newest(TenantLogs sound, LogQuery query, int most) {
      return sound.newest(query, most).map(Seq::reverse);
    }
  }

  static final class OnePage extends Sound {
    @Override
    Either<FactUnavailable, Seq<LogEvent>> newest(TenantLogs sound, LogQuery query, int most) {
      return sound.newest(query, Math.min(most, 100));
    }
  }

  static final class TheSamePageTwice extends Sound {
    @Override
    Either<FactUnavailable, Seq<LogEvent>> newest(TenantLogs sound, LogQuery query, int most) {
      return sound.newest(query, Math.min(most, 100)).map(page -> page.appendAll(page).take(most));
    }
  }

  static final class MoreThanAskedFor extends Sound {
    @Override
    Either<FactUnavailable, Seq<LogEvent>> newest(TenantLogs sound, LogQuery query, int most) {
      return sound.newest(query, most + 1);
    }
  }

  static final class ExchangesTheAddresses extends Sound {
    @Override
    Either<FactUnavailable, Seq<LogEvent>> newest(TenantLogs sound, LogQuery query, int most) {
      return sound
          .newest(query, most)
          .map(
              all ->
                  all.map(
                      it ->
                          new LogEvent(
                              it.id(),
                              it.date(),
                              it.type(),
                              it.clientIp(),
                              it.ip(),
                              it.clientId(),
                              it.userName())));
    }
  }

  static final class ReadsNamesAsQueries extends Sound {
    @Override
    Either<FactUnavailable, Seq<LogEvent>> newest(TenantLogs sound, LogQuery query, int most) {
      boolean injected = query.userName().exists(name -> name.contains(" OR "));
      return sound.newest(
          injected ? query(query.types(), query.clientId(), Option.none(), query) : query, most);
    }
  }

  static final class FollowsWithItself extends Sound {
    @Override
    Either<FactUnavailable, Seq<LogEvent>> after(TenantLogs sound, String id, int most) {
      return sound
          .newest(LogQuery.logins(clientId()), most)
          .map(all -> all.filter(it -> it.id().compareTo(id) >= 0).reverse());
    }
  }

  static final class FollowsNewestFirst extends Sound {
    @Override
    Either<FactUnavailable, Seq<LogEvent>> after(TenantLogs sound, String id, int most) {
      return sound.after(id, most).map(Seq::reverse);
    }
  }

  static final class SeesNothingWithoutPermission extends Sound {
    @Override
    public TenantLogs forbidden() {
      return new TenantLogs() {
        @Override
        public Either<FactUnavailable, Seq<LogEvent>> newest(LogQuery query, int most) {
          return Either.right(Vector.empty());
        }

        @Override
        public Either<FactUnavailable, Seq<LogEvent>> after(String id, int most) {
          return Either.right(Vector.empty());
        }
      };
    }
  }
}
