package org.resnet4j.data.folder;

import java.nio.file.Path;

/**
 * A picture that cannot be used.
 *
 * @param reason for people, to follow the file's name and a colon
 */
public record BadPicture(Path file, String reason) {}
