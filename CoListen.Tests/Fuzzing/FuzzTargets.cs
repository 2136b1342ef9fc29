using CoListen.Api.Commands;
using CoListen.Api.Library.Scan;
using CoListen.Api.Pairing;
using CoListen.Api.Problems;
using CoListen.Api.Security;
using CoListen.Silo.Grains;
using CoListen.Silo.Messages;
using CoListen.Silo.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CoListen.Tests.Fuzzing;

/// <summary>What reads bytes that anybody may have written, as functions that throw where a promise is broken.</summary>
internal static class FuzzTargets
{
    private static readonly JsonSerializerOptions Bodies = new(WireJson.Options)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
    };

    private static readonly Type[] BodyTypes =
    [
        typeof(PositionBody), typeof(RejoinBody), typeof(TrackBody), typeof(SitOutBody), typeof(AsleepBody), typeof(MoveBody),
        typeof(PairRequest),
    ];

    /// <summary>Sound inputs of each target.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<byte[]>> Seeds { get; } = FuzzSeeds.All;

    /// <summary>The function of this target, which may write files into the folder.</summary>
    public static Action<byte[]> Of(string target, string folder) => target switch
    {
        "state" => StateFiles.Run,
        "directory" => Directories,
        "token" => Tokens,
        "event count" => EventCounts,
        "guard" => new Guards().Run,
        "names" => Names,
        "bodies" => BodiesOf,
        "playlist" => new StoredFiles(folder).RunPlaylist,
        "scan" => new StoredFiles(folder).RunScan,
        "gains" => new StoredFiles(folder).RunGains,
        "tag worker" => new StoredFiles(folder).RunAnswer,
        _ => throw new ArgumentOutOfRangeException(nameof(target), target, "No such target."),
    };

    /// <summary>Fails where it does not hold.</summary>
    public static void Require(bool holds, string promise)
    {
        if (!holds) throw new InvalidOperationException(promise);
    }

    private static void Directories(byte[] input)
    {
        SessionDirectory read;
        try
        {
            read = SessionDirectoryJson.Read(input, name => SessionName.Clean(name) == name);
        }
        catch (JsonException)
        {
            return;
        }

        var written = SessionDirectoryJson.Write(read);
        var again = SessionDirectoryJson.Read(written, name => SessionName.Clean(name) == name);
        Require(SessionDirectoryJson.Write(again).AsSpan().SequenceEqual(written), "What is read is written and read again the same.");
    }

    private static void Tokens(byte[] input)
    {
        var text = Encoding.Latin1.GetString(input);
        var http = new DefaultHttpContext();
        http.Request.Headers.Authorization = text;
        Try();
        http.Request.Headers.Remove("Authorization");
        http.Request.Headers.Cookie = text;
        Try();

        void Try()
        {
            if (!ClientToken.TryRead(http.Request, out var token)) return;

            Require(token.ClientId.Length > 0 && token.Matches(token.Hash()), "A token is the one of its hash.");
        }
    }

    private static void EventCounts(byte[] input)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers[EventCount.Header] = Encoding.Latin1.GetString(input);
        try
        {
            _ = EventCount.BindAsync(http).AsTask().GetAwaiter().GetResult();
        }
        catch (ProblemException e)
        {
            Require(e.Problem.StatusCode is 400 or 428, "What is no eventCount is a bad request.");
        }
    }

    private static void Names(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        if (SessionName.Clean(text) is { } name)
        {
            Require(SessionName.Clean(name) == name && name.Length > 0, "A good name stays as it is.");
            Require(name.EnumerateRunes().Count() <= SessionName.MaxLength && !name.Any(char.IsControl), "A good name is short and shown.");
        }

        if (ClientName.IsGood(text)) Require(ClientName.OrDefault(text, [text]).Length > 0, "Every phone has a name.");

        var clean = TagReader.Clean(text);
        Require(
            clean is null || (clean.Length is > 0 and <= 300 && !clean.Any(char.IsControl)),
            "A tag is short and has no control characters.");
        Require(clean == TagReader.Clean(clean), "A clean tag stays as it is.");
        Require(!TagReader.CleanName(text).Any(char.IsControl), "A file's name has no control characters.");
        _ = NaturalOrder.KeyOf(text);
    }

    private static void BodiesOf(byte[] input)
    {
        foreach (var type in BodyTypes)
        {
            try
            {
                var body = JsonSerializer.Deserialize(input, type, Bodies);
                if (body is PositionBody { Given: { } positionSec } && PositionBody.Check(positionSec) is null)
                {
                    Require(positionSec is >= 0 and <= PositionBody.MaxSec, "A position lies within a song.");
                }
            }
            catch (JsonException)
            {
                // 400 bad-json.
            }
        }
    }

    private sealed class Guards
    {
        private readonly AllowedHosts hosts = new(new ConfigurationBuilder().Build());
        private readonly IServiceProvider services = new ServiceCollection().AddLogging().BuildServiceProvider();

        // The first line is the Host, the second one the Origin.
        public void Run(byte[] input)
        {
            var lines = Encoding.Latin1.GetString(input).Split('\n');
            var http = new DefaultHttpContext { RequestServices = services };
            (http.Request.Scheme, http.Request.Method) = ("http", "POST");
            http.Request.Headers.Host = string.Concat(lines[0].Where(char.IsAscii));
            http.Request.Headers.Origin = lines.ElementAtOrDefault(1);
            var isIn = false;
            new RequestGuard(LetIn, hosts).InvokeAsync(http).GetAwaiter().GetResult();

            Task LetIn(HttpContext context)
            {
                isIn = true;
                return Task.CompletedTask;
            }

            if (!isIn) return;

            var name = http.Request.Host.Host.Trim('[', ']');
            Require(IPAddress.TryParse(name, out _) || name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.'),
                "Only names and addresses are ours.");
            Require(lines.Length == 1 || string.Equals(lines[1], $"http://{http.Request.Host}", StringComparison.OrdinalIgnoreCase),
                "Only pages of this server are let in.");
        }
    }
}
