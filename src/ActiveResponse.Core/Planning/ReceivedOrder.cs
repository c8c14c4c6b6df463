using System.Globalization;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.DaemonJson;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Planning;

/// <summary>Validates an order from another host, which is trusted as little as an alert.</summary>
internal static class ReceivedOrder
{
    /// <summary>Responder name of an unbound order; the sender's name would end up in logs and metrics.</summary>
    public const string NoResponder = "unbound";

    private const int MaxNameLength = 256;
    private const int MaxTextLength = 4096;
    private const int MaxAlertLength = 256 * 1024;

    // execd keeps seconds in a C int.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(int.MaxValue);

    /// <summary>Returns the first problem with the common parts, or null.</summary>
    public static OrderRefusal? Check(ResponseOrder order) =>
        CheckText("response name", order.ResponseName, MaxNameLength, mayBeEmpty: false)
        ?? CheckText("command name", order.Command.Name, MaxNameLength, mayBeEmpty: false)
        ?? CheckText("executable", order.Command.Executable, MaxNameLength, mayBeEmpty: false)
        ?? CheckText("extra arguments", order.Command.ExtraArguments, MaxTextLength)
        ?? CheckText("target agent", order.TargetAgent, MaxNameLength)
        ?? CheckLocation(order.Location)
        ?? CheckTimeout(order.Timeout);

    /// <summary>Keeps only what this host's responder needs, as if read from the alert; a crafted value elsewhere stops nothing.</summary>
    public static (Subject Subject, OrderRefusal? Refusal) Narrow(Subject subject, ResponderNeeds needs)
    {
        var wanted = needs.Required | needs.Optional;
        var user = wanted.HasFlag(SubjectKinds.User) ? subject.User : null;
        var file = wanted.HasFlag(SubjectKinds.File) ? subject.File : null;
        var userProblem = user is null ? null : SubjectRules.CheckUser(user);
        var fileProblem = file is null ? null : SubjectRules.CheckFile(file);
        var narrowed = new Subject
        {
            Address = wanted.HasFlag(SubjectKinds.Address) ? subject.Address : null,
            User = userProblem is null ? user : null,
            File = fileProblem is null ? file : null,
        };
        var refusal = needs.Required.HasFlag(SubjectKinds.User) ? userProblem : null;
        return (narrowed, refusal ?? (needs.Required.HasFlag(SubjectKinds.File) ? fileProblem : null));
    }

    /// <summary>
    /// Returns the sender's origin, escaped and shortened; keeps the alert only if it is one JSON object of acceptable size.
    /// </summary>
    public static ResponseOrigin Clean(ResponseOrigin origin, bool withJson) =>
        origin with
        {
            AlertId = SafeText.Of(origin.AlertId, MaxNameLength),
            AgentId = Shown(origin.AgentId),
            AgentName = Shown(origin.AgentName),
            ConfigVersion = SafeText.Of(origin.ConfigVersion, MaxNameLength),
            Sender = Shown(origin.Sender),
            Location = origin.Location is { } location ? Place(location) : null,
            AlertJson =
                withJson && origin.AlertJson.Length <= MaxAlertLength && IsObject(origin.AlertJson.Span) ? origin.AlertJson : default,
        };

    /// <summary>Returns a refused order in a form that is safe to log, count and show.</summary>
    public static ResponseOrder Presentable(ResponseOrder order) =>
        order with
        {
            ResponseName = SafeText.Of(order.ResponseName),
            Command = order.Command with
            {
                Name = SafeText.Of(order.Command.Name),
                Executable = SafeText.Of(order.Command.Executable),
                ExtraArguments = null,
            },
            Responder = NoResponder,
            Subject = new Subject
            {
                Address = order.Subject.Address,
                User = Shown(order.Subject.User),
                File = Shown(order.Subject.File),
            },
            TargetAgent = Shown(order.TargetAgent),
            RunsHere = true,
            RunsElsewhere = false,
            Origin = Clean(order.Origin, withJson: false),
        };

    private static OrderRefusal? CheckText(string what, string? text, int maxLength, bool mayBeEmpty = true) =>
        (text is null && mayBeEmpty)
        || (text is { } given && given.Length <= maxLength && (mayBeEmpty || given.Length > 0) && !given.Any(char.IsControl))
            ? null
            : Crafted($"its {what} '{SafeText.Of(text)}' is empty, too long, or holds control characters");

    private static OrderRefusal? CheckLocation(ResponseLocation location) =>
        location is ResponseLocation.All or ResponseLocation.Local or ResponseLocation.DefinedAgent or ResponseLocation.Server
            ? null
            : Crafted("it is not for exactly one place");

    private static OrderRefusal? CheckTimeout(TimeSpan timeout) =>
        timeout >= TimeSpan.Zero && timeout <= LongestTimeout
            ? null
            : Crafted(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"its timeout of {timeout.TotalSeconds:0} s is not between 0 and {int.MaxValue} s"
                )
            );

    private static bool IsObject(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = CJsonReader.MaxDepth });
            var begins = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read()) { }

            return begins;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Scripts receive the location, so its bytes stay unchanged; whoever displays it escapes it.
    private static string Place(string location) =>
        location.Length <= MaxTextLength && !location.Any(char.IsControl) ? location : SafeText.Of(location, MaxTextLength);

    private static string? Shown(string? text) => text is null ? null : SafeText.Of(text, MaxNameLength);

    private static OrderRefusal Crafted(string why) => new("crafted-value", why);
}
