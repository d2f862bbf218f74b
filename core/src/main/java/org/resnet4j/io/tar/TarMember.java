package org.resnet4j.io.tar;

/**
 * A member of a tar archive.
 *
 * @param name as stored; it may be hostile, and is never used as a path
 * @param kind what it is
 * @param offset of its content in the archive
 * @param length of its content in bytes
 */
public record TarMember(String name, Kind kind, long offset, long length) {
  /** What a member is. */
  public enum Kind {
    FILE,
    FOLDER,
    /** A hard or symbolic link, a device, a pipe, or a kind known to other programs only. */
    OTHER
  }
}
