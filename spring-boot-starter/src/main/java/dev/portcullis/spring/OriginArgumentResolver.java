package dev.portcullis.spring;

import dev.portcullis.adapters.servlet.ServletOrigins;
import dev.portcullis.domain.address.RequestOrigin;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Gives a controller's method the origin of its request, as {@link ServletOrigins} reads it, for a
 * parameter of the type {@link RequestOrigin}.
 */
final class OriginArgumentResolver implements HandlerMethodArgumentResolver {

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == RequestOrigin.class;
  }

  @Override
  public RequestOrigin resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    if (request instanceof ServletWebRequest servlet) {
      return ServletOrigins.of(servlet.getRequest());
    }
    throw new IllegalStateException("This request is not one of a servlet container.");
  }
}
