package dev.portcullis.bootstrap.address;

import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.clientip.ClientIp;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.domain.address.ClientAddressPolicy.ProxyProtocolPolicy;
import dev.portcullis.domain.address.IpRangeSet;
import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the range files of a running gateway again and applies what has changed: a listener's
 * complete policy at once, or nothing. An update that cannot be read, is invalid, or makes the
 * trusted addresses grow too much is refused, and the current ranges stay.
 */
public final class RangeRefresh implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RangeRefresh.class);

  /** None if nothing can change, so that secrets in its text are not kept. */
  private final Option<SettingsSource> source;

  private final Extensions extensions;
  private final InstantSource time;
  private final Function<String, ClientAddresses> listeners;
  private final Consumer<Boolean> readiness;
  private final Map<String, ClientIp> inForce = new HashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "range-refresh");
            thread.setDaemon(true);
            return thread;
          });

  private RangeRefresh(
      Option<SettingsSource> source,
      Extensions extensions,
      InstantSource time,
      Function<String, ClientAddresses> listeners,
      Consumer<Boolean> readiness) {
    this.source = source;
    this.extensions = extensions;
    this.time = time;
    this.listeners = listeners;
    this.readiness = readiness;
  }

  /**
   * Starts to refresh, if the settings refer to a file or a preset.
   *
   * @param readiness receives whether every preset is recent enough
   */
  public static RangeRefresh start(
      SettingsSource source,
      Settings settings,
      Extensions extensions,
      InstantSource time,
      Function<String, ClientAddresses> listeners,
      Consumer<Boolean> readiness) {
    boolean changes = settings.clientIps().values().exists(ClientIp::isRefreshed);
    RangeRefresh refresh =
        new RangeRefresh(Option.when(changes, source), extensions, time, listeners, readiness);
    for (Tuple2<String, ClientIp> listener : settings.clientIps()) {
      refresh.inForce.put(listener._1(), listener._2());
    }
    settings
        .clientIps()
        .values()
        .filter(ClientIp::isRefreshed)
        .map(clientIp -> clientIp.presetRules().refresh())
        .min()
        .forEach(refresh::every);
    refresh.updateReadiness();
    return refresh;
  }

  private void every(Duration interval) {
    var unused =
        clock.scheduleWithFixedDelay(
            this::refresh, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Reads everything again, now. */
  public synchronized void refresh() {
    source.forEach(this::refresh);
  }

  private void refresh(SettingsSource source) {
    try {
      SettingsReader.read(source, extensions)
          .fold(
              problems -> {
                LOG.atError()
                    .addKeyValue("problems", problems.mkString("; "))
                    .log("Range files are not valid; the current ranges stay");
                return 0;
              },
              fresh -> {
                fresh.clientIps().forEach(this::replace);
                return 0;
              });
      updateReadiness();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("error.type", e.getClass().getName())
          .log("Reading range files failed; the current ranges stay");
    }
  }

  private void updateReadiness() {
    LocalDate today = LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
    boolean ready = inForce.values().stream().noneMatch(it -> it.isUnready(today));
    if (!ready) {
      LOG.error(
          "The list of a preset is older than presets.max-age, and presets.on-stale is not-ready");
    }
    readiness.accept(ready);
  }

  private void replace(String listener, ClientIp fresh) {
    ClientIp old = inForce.get(listener);
    if (old == null) {
      return;
    }
    if (old.policy().equals(fresh.policy())) {
      inForce.put(listener, fresh);
      return;
    }
    int most = old.presetRules().maxGrowthPercent();
    if (growsBeyond(old.policy().trustedProxies(), fresh.policy().trustedProxies(), most)
        || growsBeyond(peers(old), peers(fresh), most)
        || growsBeyond(announcers(old), announcers(fresh), most)) {
      LOG.atError()
          .addKeyValue("listener", listener)
          .addKeyValue("before", old.policy().trustedProxies().ranges().size())
          .addKeyValue("after", fresh.policy().trustedProxies().ranges().size())
          .log(
              "The trusted ranges would grow by more than presets.max-growth; the current ranges"
                  + " stay. Restart to apply the new ones");
      return;
    }
    listeners.apply(listener).replace(fresh.policy(), fresh.version());
    inForce.put(listener, fresh);
    LOG.atInfo()
        .addKeyValue("listener", listener)
        .addKeyValue("version", fresh.version())
        .addKeyValue("ranges", fresh.policy().trustedProxies().ranges().size())
        .log("New ranges are applied");
  }

  private static IpRangeSet peers(ClientIp clientIp) {
    return clientIp.policy().trustedPeers().getOrElse(IpRangeSet.EMPTY);
  }

  private static IpRangeSet announcers(ClientIp clientIp) {
    return clientIp
        .policy()
        .proxyProtocol()
        .map(ProxyProtocolPolicy::trustedFrom)
        .getOrElse(IpRangeSet.EMPTY);
  }

  static boolean growsBeyond(IpRangeSet old, IpRangeSet fresh, int percent) {
    double factor = 1 + percent / 100.0;
    return fresh.sizeV4() > old.sizeV4() * factor || fresh.sizeV6() > old.sizeV6() * factor;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
