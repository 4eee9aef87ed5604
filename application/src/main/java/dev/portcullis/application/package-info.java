/**
 * The use cases, by feature, and the ports they need. Inbound adapters call a feature's {@code
 * …UseCase}; outbound adapters implement the interfaces of its {@code port} package. Depends on the
 * domain only.
 */
@NullMarked
package dev.portcullis.application;

import org.jspecify.annotations.NullMarked;
