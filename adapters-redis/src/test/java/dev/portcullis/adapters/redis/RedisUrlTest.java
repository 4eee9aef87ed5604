package dev.portcullis.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis://redis.example.com | redis://redis.example.com:6379",
        "redis://redis.example.com/ | redis://redis.example.com:6379",
        "rediss://192.0.2.7:7000/3 | rediss://192.0.2.7:7000/3",
        "redis://[2001:db8::1] | redis://[2001:db8::1]:6379",
        "redis://[2001:db8::1]:7000 | redis://[2001:db8::1]:7000",
        "redis-sentinel://a,b:7000#gate | redis-sentinel://a:26379,b:7000#gate",
        "rediss-sentinel://a/15#gate | rediss-sentinel://a:26379/15#gate",
        "redis-cluster://a,b:7000,[2001:db8::1] |"
            + " redis-cluster://a:6379,b:7000,[2001:db8::1]:6379",
        "rediss-cluster://a | rediss-cluster://a:6379"
      })
  void a_url_is_read_with_the_usual_ports(String text, String complete) {
    var url = RedisUrl.parse(text);

    assertThat(url.map(RedisUrl::toString).getOrElse("none")).isEqualTo(complete);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "redis",
        "redis://",
        "http://a",
        "redis://user:s3cret@a",
        "redis://:s3cret@a",
        "redis://a,b",
        "redis://a#gate",
        "redis://a:0",
        "redis://a:65536",
        "redis://a/16",
        "redis://a/x",
        "redis://a?timeout=1",
        "redis-sentinel://a",
        "redis-cluster://a/1",
        "redis-cluster://a#gate",
        "redis-socket:///run/redis.sock",
        "redis://a\nredis://b"
      })
  void another_text_is_refused(String text) {
    var url = RedisUrl.parse(text);

    assertThat(url.isInvalid()).isTrue();
    assertThat(url.getError()).isEqualTo(RedisUrl.EXPECTED);
  }
}
