package org.resnet4j.data.pictures;

/**
 * A place at which something is wrong: a picture that cannot be read, an archive that was changed.
 *
 * @param reason human-readable, to follow the place and a colon
 */
public record BadPlace(String place, String reason) {}
