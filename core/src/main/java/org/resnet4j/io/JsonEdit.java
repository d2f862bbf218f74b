package org.resnet4j.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/** Changes single values of a record, named by their paths in its JSON. */
public final class JsonEdit {
  private JsonEdit() {}

  /**
   * A record with some values changed.
   *
   * @param assignments such as {@code optimizer.rate=0.2} or {@code phases.0.epochs=8}: a path of
   *     names and, in lists, of indices from 0; a value in JSON, where words need no quotes
   * @throws FormatException if there is no such value, or the record refuses it
   */
  public static <T> T with(T record, Class<T> type, List<String> assignments) {
    JsonNode tree = Json.tree(record);
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new FormatException("expected NAME=VALUE, got '" + assignment + "'");
      }
      set(tree, assignment.substring(0, equals), value(assignment.substring(equals + 1)));
    }
    return Json.read(tree.toString(), type);
  }

  private static void set(JsonNode tree, String path, JsonNode value) {
    String[] names = path.split("\\.", -1);
    JsonNode at = tree;
    for (int i = 0; i < names.length; i++) {
      boolean last = i == names.length - 1;
      if (at instanceof ObjectNode object) {
        if (last) {
          object.set(names[i], value);
          return;
        }
        at = object.path(names[i]);
      } else if (at instanceof ArrayNode list && isIndex(names[i], list.size())) {
        int index = Integer.parseInt(names[i]);
        if (last) {
          list.set(index, value);
          return;
        }
        at = list.get(index);
      } else {
        break;
      }
    }
    throw new FormatException("there is no value " + path);
  }

  private static boolean isIndex(String name, int size) {
    return name.matches("[0-9]{1,4}") && Integer.parseInt(name) < size;
  }

  private static JsonNode value(String text) {
    try {
      return Json.parse(text);
    } catch (FormatException e) {
      return TextNode.valueOf(text);
    }
  }
}
