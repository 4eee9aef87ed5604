package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.testkit.fake.RecordingJournal;
import dev.portcullis.testkit.http.HttpBinding;
import dev.portcullis.testkit.http.HttpBindingContract;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

class JettyBindingContractTest extends HttpBindingContract {

  @Override
  protected HttpBinding start(HttpApi api) {
    UserListener listener = TestGateway.listener("users", TestGateway.xff());
    RecordingJournal journal = new RecordingJournal();
    Supplier<RequestId> ids = () -> new RequestId("none");
    GatewayServer server =
        GatewayServer.start(
            new JettyEngine(InstantSource.system()),
            new HttpSettings(
                Vector.of(listener),
                Listener.plain("127.0.0.1", 0),
                HttpLimits.DEFAULT.withDrain(Duration.ofSeconds(5))),
            it ->
                new PublicListener(
                    new ClientAddresses(it.name(), it.address(), event -> {}), journal, api),
            HttpApi.of(ids, Vector.empty()),
            new Readiness(),
            ids);
    return new HttpBinding() {
      @Override
      public int port() {
        return server.port();
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }
}
