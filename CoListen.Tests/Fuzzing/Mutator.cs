using System.Text.Json.Nodes;

namespace CoListen.Tests.Fuzzing;

/// <summary>
/// Makes mutants: of JSON by its structure half of the time, of everything byte by byte. The same seed makes the same ones.
/// </summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "null", "true", "-1", "0", "1e400", "NaN", "9223372036854775807", "9223372036854775808", "-0.0", "2147483648", "\"\"", "[]",
            "{}", ",", ":", "\\ud800", "\\u0000", "..", "../", "/", "\\", "%00", "%2e%2e%2f", "file:///", "\r\n", "\t", "\0", ";", "=",
            "\"", "'", "*", "W/", "bytes=", "-", ".", "\u202e", "\u200b", "\u0301\u0301\u0301\u0301\u0301", "[::1]", "127.0.0.1",
            "localhost", "xn--", "@", "#", "{", "}",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFF, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0],
    ];

    private static readonly JsonNode?[] Values =
    [
        null, true, -1, 0, 1e300, long.MaxValue, "", "a", "\u202e", "\0", new string('x', 300), new JsonArray(), new JsonArray(null, null),
        new JsonObject(),
    ];

    private readonly Random random = new(seed);

    /// <summary>A mutant of one of these, now and then with a piece of another.</summary>
    public byte[] Mutate(List<byte[]> corpus)
    {
        var input = corpus[random.Next(corpus.Count)];
        if (random.Next(2) == 0 && Parse(input) is { } json) return Mutate(json);

        for (var i = 1 << random.Next(5); i > 0; i--)
        {
            input = Change(input, corpus[random.Next(corpus.Count)]);
        }

        return input;
    }

    private static JsonNode? Parse(byte[] input)
    {
        try
        {
            return JsonNode.Parse(input);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private byte[] Mutate(JsonNode root)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var all = new List<JsonNode>();
            try
            {
                Collect(root, all);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                // Two members of one name, or half a character: JSON that only bytes can change.
                break;
            }

            Change(all[random.Next(all.Count)], all);
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static void Collect(JsonNode node, List<JsonNode> all)
    {
        if (node is JsonObject or JsonArray) all.Add(node);

        var children = node is JsonObject members ? members.Select(member => member.Value) : node as JsonArray ?? [];
        foreach (var child in children.OfType<JsonNode>()) Collect(child, all);

        if (all.Count == 0) all.Add(node);
    }

    private void Change(JsonNode node, List<JsonNode> all)
    {
        // A value of our own, or one from elsewhere in the same text.
        var value = (random.Next(2) == 0 ? Values[random.Next(Values.Length)] : all[random.Next(all.Count)])?.DeepClone();
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                var name = members.ElementAt(random.Next(members.Count)).Key;
                if (random.Next(3) == 0) members.Remove(name);
                else members[name] = value;

                break;
            case JsonArray { Count: > 0 } list:
                var at = random.Next(list.Count);
                switch (random.Next(3))
                {
                    case 0:
                        list.RemoveAt(at);
                        break;
                    case 1:
                        list[at] = value;
                        break;
                    default:
                        list.Insert(at, random.Next(2) == 0 ? list[at]?.DeepClone() : value);
                        break;
                }

                break;
            case JsonArray list:
                list.Add(value);
                break;
        }
    }

    private byte[] Change(byte[] input, byte[] other)
    {
        var at = random.Next(input.Length + 1);
        if (at == input.Length || random.Next(3) == 0)
        {
            var from = random.Next(other.Length + 1);
            var piece = random.Next(4) == 0 ? other[from..random.Next(from, other.Length + 1)] : Words[random.Next(Words.Length)];
            return [.. input[..at], .. piece, .. input[at..]];
        }

        var end = Math.Min(input.Length, at + 1 + random.Next(8));
        byte[] copy = [.. input];
        switch (random.Next(4))
        {
            case 0:
                copy[at] ^= (byte)(1 << random.Next(8));
                return copy;
            case 1:
                copy[at] = (byte)random.Next(256);
                return copy;
            case 2:
                return [.. input[..at], .. input[end..]];
            default:
                return [.. input[..end], .. input[at..]];
        }
    }
}
