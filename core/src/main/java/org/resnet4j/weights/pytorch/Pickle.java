package org.resnet4j.weights.pytorch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.zip.ByteSource;

/**
 * Reads Python's pickles of tensors. A pickle is a program for a small stack machine; this one
 * supports the instructions that {@code torch.save} uses and the names in {@link Global}, calls
 * nothing and never recurses. Values come out as String, Long, Double, Boolean, byte[], List (also
 * for tuples and sets), {@link Dict}, {@link TensorView}, {@link StorageReference}, {@link Global},
 * {@link Inert} and {@link Constant}. The instructions: {@code Lib/pickletools.py} of Python.
 */
final class Pickle {
  /**
   * The longest accepted pickle. One of 7208 tensors (resnet1202) with its optimizer has under 4
   * MiB.
   */
  static final int MAX_BYTES = 5 << 20;

  /**
   * The most instructions, enough for 15,000 tensors. Each creates at most one object or entry of
   * about 80 bytes besides its text, so this also limits memory.
   */
  private static final int MAX_STEPS = 500_000;

  private final ByteSource source;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private final Map<String, StorageReference> storages = new HashMap<>();
  private int steps;

  Pickle(ByteSource source) {
    this.source = source;
  }

  /** The referenced storages, by key. */
  Map<String, StorageReference> storages() {
    return storages;
  }

  /**
   * Executes the next pickle in the source.
   *
   * @throws FormatException if it is damaged, too long, or names something disallowed
   */
  Object read() throws IOException {
    while (true) {
      spend(1);
      int instruction = source.next();
      if (instruction == '.') {
        Object result = pop();
        stack.clear();
        memo.clear();
        return result;
      }
      step(instruction);
    }
  }

  private void spend(int more) {
    steps += more;
    if (steps > MAX_STEPS) {
      throw new FormatException(
          "expected a pickle of at most " + MAX_STEPS + " instructions, got more");
    }
  }

  private void step(int instruction) throws IOException {
    switch (instruction) {
      case 0x80 -> requireProtocol(source.next());
      case 0x95 -> source.number(8); // FRAME: a hint for readers ahead
      case '(' -> stack.add(Constant.MARK);
      case '0' -> pop();
      case '1' -> popToMark();
      case '2' -> stack.add(top());
      case 'N' -> stack.add(Constant.NONE);
      case 0x88 -> stack.add(true);
      case 0x89 -> stack.add(false);
      case 'I', 'L' -> stack.add(decimal(source.line()));
      case 'J' -> stack.add((long) (int) source.number(4));
      case 'K' -> stack.add(source.number(1));
      case 'M' -> stack.add(source.number(2));
      case 0x8a -> stack.add(integer(source.next(source.number(1))));
      case 'G' -> stack.add(Double.longBitsToDouble(Long.reverseBytes(source.number(8))));
      case 'U', 0x8c -> stack.add(source.text(source.number(1)));
      case 'T', 'X' -> stack.add(source.text(source.number(4)));
      case 0x8d -> stack.add(source.text(source.number(8)));
      case 'C' -> stack.add(source.next(source.number(1)));
      case 'B' -> stack.add(source.next(source.number(4)));
      case 0x8e, 0x96 -> stack.add(source.next(source.number(8)));
      case ']', ')', 0x8f -> stack.add(new ArrayList<>(0));
      case 'l', 't', 0x91 -> stack.add(popToMark());
      case 0x85, 0x86, 0x87 -> stack.add(popLast(instruction - 0x84));
      case 'a' -> append(popLast(1));
      case 'e', 0x90 -> append(popToMark());
      case '}' -> stack.add(new Dict());
      case 'd' -> {
        List<Object> items = popToMark();
        stack.add(new Dict());
        setItems(items);
      }
      case 's' -> setItems(popLast(2));
      case 'u' -> setItems(popToMark());
      case 'q' -> memo.put((int) source.number(1), top());
      case 'r' -> memo.put((int) source.number(4), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'h' -> stack.add(recall((int) source.number(1)));
      case 'j' -> stack.add(recall((int) source.number(4)));
      case 'c' -> stack.add(Global.named(source.line(), source.line()));
      case 0x93 -> stack.add(global(popLast(2)));
      case 'R', 0x81 -> stack.add(call(popLast(2)));
      case 0x92 -> { // NEWOBJ_EX: with keyword arguments, which nothing here takes
        pop();
        stack.add(call(popLast(2)));
      }
      case 'b' -> pop(); // BUILD: the attributes of an object are not needed
      case 'Q' -> stack.add(referred(pop()));
      default ->
          throw damaged(
              String.format(
                  Locale.ROOT, "instruction 0x%02x is never written by torch.save", instruction));
    }
  }

  private static void requireProtocol(int protocol) {
    if (protocol > 5) {
      throw new FormatException(
          "expected a pickle of protocol 5 or lower, got protocol " + protocol);
    }
  }

  private Object decimal(String text) {
    if (text.equals("00") || text.equals("01")) {
      return text.equals("01");
    }
    try {
      return Long.valueOf(text.endsWith("L") ? text.substring(0, text.length() - 1) : text);
    } catch (NumberFormatException e) {
      throw damaged("'" + text + "' is not a 64-bit integer");
    }
  }

  /** A signed little-endian integer; above 64 bits its bytes, since it is not used. */
  private static Object integer(byte[] bytes) {
    if (bytes.length > Long.BYTES) {
      return bytes;
    }
    long value = bytes.length > 0 && bytes[bytes.length - 1] < 0 ? -1 : 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      value = value << 8 | (bytes[i] & 0xFF);
    }
    return value;
  }

  private Object top() {
    if (stack.isEmpty()) {
      throw damaged("the stack is empty");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    top();
    return stack.remove(stack.size() - 1);
  }

  private List<Object> popLast(int count) {
    if (stack.size() < count) {
      throw damaged("the stack is empty");
    }
    return cut(stack.size() - count);
  }

  private List<Object> popToMark() {
    int mark = stack.lastIndexOf(Constant.MARK);
    if (mark < 0) {
      throw damaged("there is no mark");
    }
    List<Object> items = cut(mark + 1);
    pop();
    return items;
  }

  private List<Object> cut(int from) {
    List<Object> tail = stack.subList(from, stack.size());
    List<Object> items = new ArrayList<>(tail);
    tail.clear();
    return items;
  }

  @SuppressWarnings("unchecked") // all lists on the stack are created here
  private void append(List<Object> items) {
    if (top() instanceof List<?> list) {
      ((List<Object>) list).addAll(items);
    } else if (!(top() instanceof Inert)) {
      throw damaged("items are added to something other than a list");
    }
  }

  private void setItems(List<Object> items) {
    if (items.size() % 2 != 0) {
      throw damaged("a key has no value");
    }
    if (top() instanceof Dict dict) {
      for (int i = 0; i < items.size(); i += 2) {
        dict.put(items.get(i), items.get(i + 1));
      }
    } else if (!(top() instanceof Inert)) {
      throw damaged("entries are added to something other than a dictionary");
    }
  }

  private Object recall(int index) {
    Object value = memo.get(index);
    if (value == null) {
      throw damaged("nothing was stored under number " + Integer.toUnsignedString(index));
    }
    return value;
  }

  private Object global(List<Object> names) {
    if (names.get(0) instanceof String module && names.get(1) instanceof String name) {
      return Global.named(module, name);
    }
    throw damaged("a class has a name that is not a string");
  }

  private Object call(List<Object> functionAndArguments) {
    if (functionAndArguments.get(0) instanceof Inert inert) {
      return inert;
    }
    if (functionAndArguments.get(0) instanceof Global function
        && functionAndArguments.get(1) instanceof List<?> arguments) {
      Object made = function.maker().make(arguments);
      if (made instanceof Dict copy) {
        spend(copy.size()); // otherwise a list copied repeatedly would exhaust memory
      }
      return made;
    }
    throw damaged("something other than a function is called, or without arguments");
  }

  /** A storage, or in old files the class of a pickled network. */
  private Object referred(Object id) {
    if (id instanceof List<?> parts
        && parts.size() > 1
        && "module".equals(parts.get(0))
        && parts.get(1) instanceof Inert type) {
      return type;
    }
    StorageReference storage = StorageReference.of(id);
    StorageReference known = storages.putIfAbsent(storage.key(), storage);
    if (known != null && !known.equals(storage)) {
      throw damaged("storage '" + storage.key() + "' is given two types or two sizes");
    }
    return storage;
  }

  private FormatException damaged(String what) {
    return new FormatException(
        "its pickle is damaged before byte " + source.position() + ": " + what);
  }
}
