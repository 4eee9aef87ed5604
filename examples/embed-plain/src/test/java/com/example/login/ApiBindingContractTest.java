package com.example.login;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.testkit.http.HttpBinding;
import dev.portcullis.testkit.http.HttpBindingContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

class ApiBindingContractTest extends HttpBindingContract {

  @Override
  protected HttpBinding start(HttpApi api) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    HttpServer server;
    try {
      server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", new ApiBinding(api));
    server.start();
    return new HttpBinding() {
      @Override
      public int port() {
        return server.getAddress().getPort();
      }

      @Override
      public void close() {
        server.stop(0);
        threads.close();
      }
    };
  }
}
