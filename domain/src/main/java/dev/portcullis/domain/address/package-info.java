/**
 * Whose address a login comes from: parsing, ranges, and the one function that decides. Only {@link
 * dev.portcullis.domain.address.AddressResolver} makes a {@link
 * dev.portcullis.domain.address.ClientAddress}.
 */
@NullMarked
package dev.portcullis.domain.address;

import org.jspecify.annotations.NullMarked;
