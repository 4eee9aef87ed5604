package com.example.gateway.adapters.audit;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Writes one line for each login, in a thread of its own: a store that is slow or away delays no
 * login. What does not fit into the queue is lost.
 */
public final class AuditJournal implements Journal, AutoCloseable {

  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(100_000);
  private final Consumer<String> store;
  private final Thread writer;

  /**
   * Starts to write.
   *
   * @param store writes one line; it may block and throw
   */
  public AuditJournal(Consumer<String> store) {
    this.store = store;
    this.writer = Thread.ofPlatform().daemon().name("audit").start(this::write);
  }

  // region: journal
  @Override
  public void record(GatewayEvent event) {
    if (event instanceof GatewayEvent.LoginEnded login) {
      var unused =
          lines.offer(
              login.subject().requester().id().value()
                  + " "
                  + login.subject().client()
                  + " "
                  + login.outcome().code().word()
                  + login.upstream().fold(() -> "", id -> " " + id.value()));
    }
  }

  private void write() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        store.accept(lines.take());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        // The store is away: this line is lost, the next is tried.
      }
    }
  }

  // end

  @Override
  public void close() {
    writer.interrupt();
  }
}
