using System.CommandLine;
using ActiveResponse.Planning;
using ActiveResponse.Tool.Control;

namespace ActiveResponse.Tool.Commands;

/// <summary>The options of each command that changes something by hand: why, and who does it.</summary>
internal sealed class NoteOptions
{
    private readonly Option<string?> _reason = new("--reason")
    {
        Description = $"Why, for the record. Up to {OrderNote.LongestReason} characters.",
        HelpName = "TEXT",
    };

    private readonly Option<string?> _by = new("--by")
    {
        Description = $"Who, for the record. Up to {ControlRequest.LongestBy} characters. Default: the user who calls it.",
        HelpName = "NAME",
    };

    /// <summary>Adds the options to a command.</summary>
    public NoteOptions(Command command)
    {
        command.Add(_reason);
        command.Add(_by);
        command.Validators.Add(result =>
        {
            if (ControlRequest.ProblemOfNote(result.GetValue(_reason), result.GetValue(_by)) is { } problem)
            {
                result.AddError(problem + ".");
            }
        });
    }

    /// <summary>The request with what is given.</summary>
    public ControlRequest Of(ParseResult parsed, ControlRequest request) =>
        request with
        {
            Reason = parsed.GetValue(_reason) is { } reason && !string.IsNullOrWhiteSpace(reason) ? reason : null,
            By = parsed.GetValue(_by) is { } by && !string.IsNullOrWhiteSpace(by) ? by : Requester.Invoking(),
        };

    /// <summary>Whether a name is given.</summary>
    public bool IsNamed(ParseResult parsed) => !string.IsNullOrWhiteSpace(parsed.GetValue(_by));

    /// <summary>What is given, for an order to a fleet.</summary>
    public OrderNote Of(ParseResult parsed) => Of(parsed, new ControlRequest { Command = "" }).Note;
}
