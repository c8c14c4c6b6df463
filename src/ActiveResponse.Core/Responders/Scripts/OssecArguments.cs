using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Responders.Scripts;

/// <summary>The arguments execd passes to a script: <c>add user srcip alert-id rule-id location… filename</c>.</summary>
/// <remarks>analysisd writes one text and execd splits it at every space (OSSEC <c>src/os_execd/execd.c</c>), so a location or file name
/// with a space becomes several arguments. Scripts written for that work here too.</remarks>
internal static class OssecArguments
{
    /// <summary>execd's table has 31 items including the program; the rest is dropped.</summary>
    private const int MaxArguments = 30;

    private const string Escaped = "\\\"' \t;`><|#*[]{}&$!:()";

    /// <summary>The arguments after the program's own name.</summary>
    public static bool TryMake(ResponseOrder order, ScriptAction action, out ImmutableArray<string> arguments, out string? refusal)
    {
        var expect = order.Command.Expect;
        var subject = order.Subject;
        var list = new List<string>
        {
            action == ScriptAction.Add ? "add" : "delete",
            expect.HasFlag(ExpectedFields.User) ? subject.User ?? "-" : "-",
            expect.HasFlag(ExpectedFields.SourceAddress) ? subject.Address?.ToString() ?? "-" : "-",
        };
        AddOrigin(list, order, expect.HasFlag(ExpectedFields.FileName) ? subject.File : null);
        arguments = [.. list.Take(MaxArguments)];
        refusal = arguments.All(ScriptBorder.IsArgument)
            ? null
            : "a part of the file name after a space starts with '-' and could be read as an option";
        return refusal is null;
    }

    private static void AddOrigin(List<string> list, ResponseOrder order, string? file)
    {
        var origin = order.Origin;
        if (origin is { AlertId: "", RuleId: 0 })
        {
            // Given by hand: OSSEC's agent_control ends the message here.
            list.Add("(from_the_server)");
            list.Add("(no_rule_id)");
            if (file is not null)
            {
                list.Add("-");
                list.AddRange(Escape(file).Split(' '));
            }

            return;
        }

        list.Add(IsAlertId(origin.AlertId) ? origin.AlertId : "-");
        list.Add(origin.RuleId.ToString(CultureInfo.InvariantCulture));
        list.AddRange(Location(origin.Location));
        if (file is not null)
        {
            list.AddRange(Escape(file).Split(' '));
        }
        else
        {
            list.Add(CameThroughAgentQueue(order) ? "(null)" : "-");
        }
    }

    // The location is informational: one that isn't a safe argument is left out without stopping the response.
    private static string[] Location(string? location)
    {
        var parts = string.IsNullOrEmpty(location) ? ["-"] : location.Split(' ');
        return parts.All(ScriptBorder.IsArgument) ? parts : ["-"];
    }

    // analysisd prints a missing file name as "(null)" for agents, and as "-" for its own queue.
    private static bool CameThroughAgentQueue(ResponseOrder order) =>
        order.Location switch
        {
            ResponseLocation.Server => false,
            ResponseLocation.Local => order.Origin.Location is ['(', ..],
            _ => true,
        };

    private static bool IsAlertId(string id) => id.Length is > 0 and <= 64 && id.All(static c => char.IsAsciiLetterOrDigit(c) || c == '.');

    /// <summary>Escapes the shell's characters in a file name with backslashes, as analysisd does.</summary>
    public static string Escape(string file)
    {
        var text = new StringBuilder(file.Length + 8);
        foreach (var c in file)
        {
            if (Escaped.Contains(c))
            {
                text.Append('\\');
            }

            text.Append(c);
        }

        return text.ToString();
    }
}
