package peer;

import com.auth0.net.client.Auth0HttpClient;
import com.auth0.net.client.Auth0HttpRequest;
import com.auth0.net.client.Auth0HttpResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp as the library uses it, but keeping more than five idle connections. */
final class PooledHttpClient implements Auth0HttpClient {

  private final OkHttpClient client;

  PooledHttpClient(int connections) {
    client =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(connections, 5, TimeUnit.MINUTES))
            .connectTimeout(10, TimeUnit.SECONDS)
            .readTimeout(10, TimeUnit.SECONDS)
            .build();
  }

  @Override
  public Auth0HttpResponse sendRequest(Auth0HttpRequest request) throws IOException {
    Request.Builder call =
        new Request.Builder()
            .url(request.getUrl())
            .method(
                request.getMethod().toString(),
                RequestBody.create(
                    request.getBody().getContent(),
                    MediaType.get(request.getBody().getContentType())));
    request.getHeaders().forEach(call::header);
    try (Response response = client.newCall(call.build()).execute()) {
      Map<String, String> headers = new HashMap<>();
      response.headers().forEach(pair -> headers.put(pair.getFirst(), pair.getSecond()));
      return Auth0HttpResponse.newBuilder()
          .withStatusCode(response.code())
          .withHeaders(headers)
          .withBody(response.body().string())
          .build();
    }
  }

  @Override
  public CompletableFuture<Auth0HttpResponse> sendRequestAsync(Auth0HttpRequest request) {
    throw new UnsupportedOperationException("not used here");
  }
}
