package dev.portcullis.bootstrap.cli;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a SIGHUP does: it runs a task and never ends the process, as it would without this class.
 * Where there is no such signal, nothing happens.
 */
final class HangUp {

  private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

  // Both guarded by this.
  private @Nullable Runnable task;
  private boolean missed;

  HangUp() {}

  /** Takes the signal over; one that comes before {@link #run} is remembered until then. */
  static HangUp install() {
    HangUp hangUp = new HangUp();
    try {
      // By reflection, because the compiler forbids the name, and there is no other way.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object handling =
          Proxy.newProxyInstance(
              HangUp.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  hangUp.received();
                }
                return null;
              });
      Object unused =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handling);
    } catch (ReflectiveOperationException e) {
      LOG.debug("SIGHUP cannot be taken over here");
    }
    return hangUp;
  }

  /** Runs this at each signal from now on, and once now if there was one already. */
  synchronized void run(Runnable reload) {
    task = reload;
    if (missed) {
      missed = false;
      received();
    }
  }

  synchronized void received() {
    if (task == null) {
      missed = true;
      LOG.info("SIGHUP: the files of secrets, keys and ranges are read again after the start");
      return;
    }
    LOG.info("SIGHUP: reading the files of secrets, keys and ranges again");
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("error.type", e.getClass().getName()).log("Reading again failed");
    }
  }
}
