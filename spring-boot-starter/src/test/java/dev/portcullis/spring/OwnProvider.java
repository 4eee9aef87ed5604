package dev.portcullis.spring;

import dev.portcullis.application.provider.Provider;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderReply;
import java.util.concurrent.CountDownLatch;
import org.springframework.context.annotation.Bean;

/** An application's own provider, which answers each login when it is released. */
final class OwnProvider {

  final CountDownLatch asked = new CountDownLatch(1);
  final CountDownLatch released = new CountDownLatch(1);
  volatile boolean virtual;

  @Bean
  Provider provider() {
    return Provider.of(
        (credentials, request, address) -> {
          virtual = Thread.currentThread().isVirtual();
          asked.countDown();
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ProviderReply.of(new LoginOutcome.UserBlocked());
          }
          return ProviderReply.of(new LoginOutcome.WrongCredentials());
        },
        (Misconfiguration what) -> "none");
  }
}
