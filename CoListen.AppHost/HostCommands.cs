using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CoListen.AppHost;

/// <summary>What a host wants at hand in the dashboard: the routes of the host screen as commands of the server.</summary>
internal static class HostCommands
{
    /// <summary>Adds the commands, which show the key of the host screen.</summary>
    public static IResourceBuilder<ProjectResource> WithHostCommands(this IResourceBuilder<ProjectResource> server, string key) => server
        .WithHostCommand(key, "show-code", "Show the code", "QrCode", HttpMethod.Get, "/host/info", Invitation)
        .WithHostCommand(key, "let-phones-in", "Let phones in", "PersonAdd", HttpMethod.Post, "/host/pairing/open", Invitation)
        .WithHostCommand(key, "new-code", "New code", "ArrowSync", HttpMethod.Post, "/host/code/renew",
            renewed => $"**{renewed["code"]}** is the new code; the old one lets nobody in any more")
        .WithHostCommand(key, "rescan", "Rescan the music", "MusicNote2", HttpMethod.Post, "/host/rescan",
            scan => $"{scan["tracks"]} tracks: {scan["added"]} new, {scan["removed"]} gone")
        .WithHostCommand(key, "play", "Play", "Play", HttpMethod.Post, "/host/play", _ => "The song starts when every phone is ready")
        .WithHostCommand(key, "pause", "Pause", "Pause", HttpMethod.Post, "/host/pause", _ => "Paused")
        .WithHostCommand(key, "next", "Next song", "Next", HttpMethod.Post, "/host/next",
            _ => "The next song starts when every phone is ready")
        .WithHostCommand(key, "previous", "Previous song", "Previous", HttpMethod.Post, "/host/previous",
            _ => "The song before starts when every phone is ready")
        .WithHostCommand(key, "start-now", "Start now", "FastForward", HttpMethod.Post, "/host/start-now",
            _ => "Started without those who were not ready")
        .WithHostCommand(key, "everyone-decides", "Everyone decides", "PeopleTeam", HttpMethod.Post, "/host/control",
            _ => "Every phone plays, pauses and orders the queue", Control("everyone"))
        .WithHostCommand(key, "hosts-decide", "Only hosts decide", "PersonStar", HttpMethod.Post, "/host/control",
            _ => "Hosts play, pause and order the queue; guests wish for songs", Control("hosts"))
        .WithHostCommand(key, "show-rooms", "Show the rooms", "Rooms", HttpMethod.Get, "/host/sessions",
            rooms => Lines(rooms, room => $"**{room["code"]}** is the code of {room["name"]}: {room["here"]} here"))
        .WithHostCommand(key, "show-unreadable", "Show unreadable files", "DocumentError", HttpMethod.Get, "/host/unreadable",
            files => Lines(files, file => $"{file["path"]}: {file["reason"]}") is { Length: > 0 } list ? list : "Every file could be read")
        .WithHostCommand(key, "open-room", "Open a room", "ConferenceRoom", HttpMethod.Post, "/host/sessions",
            room => $"**{room["code"]}** is the code of {room["name"]}", body: null,
            new InteractionInput
            {
                Name = "name",
                Label = "Name of the room",
                InputType = InputType.Text,
                Required = true,
                MaxLength = 40,
            });

    private static IResourceBuilder<ProjectResource> WithHostCommand(
        this IResourceBuilder<ProjectResource> server, string key, string name, string label, string icon, HttpMethod method, string path,
        Func<JsonNode, string> describe, JsonObject? body = null, params InteractionInput[] inputs) =>
        server.WithHttpCommand(path, label, commandName: name, commandOptions: new()
        {
            Method = method,
            IconName = icon,
            IsHighlighted = true,
            Arguments = inputs,
            PrepareRequest = context =>
            {
                context.Request.Headers.Add("Cookie", $"colisten-host={key}");
                context.Request.Content = inputs is [var input]
                    ? JsonContent.Create(new JsonObject { [input.Name] = context.Arguments[input.Name].Value })
                    : body is null ? null : JsonContent.Create(body);
                return Task.CompletedTask;
            },
            GetCommandResult = async context =>
            {
                var answer = await context.Response.Content.ReadFromJsonAsync<JsonNode>(context.CancellationToken);
                return context.Response.IsSuccessStatusCode
                    ? CommandResults.Success(label, describe(answer!), CommandResultFormat.Markdown, displayImmediately: true)
                    : CommandResults.Failure($"{answer?["detail"] ?? answer?["title"]}");
            },
        });

    private static JsonObject Control(string whose) => new() { ["control"] = whose };

    private static string Lines(JsonNode list, Func<JsonNode, string> describe) =>
        string.Join('\n', list.AsArray().Select(each => $"- {describe(each!)}"));

    private static string Invitation(JsonNode info) => $"**{info["code"]}** at {info["url"]} (pairing is {info["pairing"]})";
}
