package org.resnet4j.data.folder;

import java.nio.file.Path;

/**
 * An unreadable picture.
 *
 * @param reason human-readable, to follow the file's name and a colon
 */
public record BadPicture(Path file, String reason) {}
