using System.CommandLine;
using System.CommandLine.Parsing;
using ActiveResponse.Planning;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Import;

namespace ActiveResponse.Tool.Commands;

/// <summary>The targets of a change: from the command line, a file or standard input.</summary>
internal sealed class TargetsInput
{
    private const int MostTargets = 1_000_000;

    // Some targets to a request: its length is limited, and so is the time for its reply.
    private const int InOneRequest = 500;
    private const int MostCharacters = 32 * 1024;

    private readonly Argument<string[]> _targets;
    private readonly Option<string?> _from = new("--from")
    {
        Description = "Read more targets from this file, one per line; empty lines and what follows # are skipped. -: standard input.",
        HelpName = "FILE|-",
    };

    private readonly Func<string, string?> _problem;

    /// <summary>Adds the targets to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="description">What a target is.</param>
    /// <param name="problem">What is wrong with a target; null for nothing.</param>
    public TargetsInput(Command command, string description, Func<string, string?> problem)
    {
        _problem = problem;
        _targets = new Argument<string[]>("TARGET") { Description = description, Arity = ArgumentArity.ZeroOrMore };
        command.Add(_targets);
        command.Add(_from);
    }

    /// <summary>What is wrong with a target that effects are on; null for nothing.</summary>
    public static string? ProblemOfSubject(string target) => Subject.TryParse(target, out _, out var problem) ? null : problem;

    /// <summary>Whether any is given.</summary>
    public bool IsGiven(CommandResult result) => result.GetValue(_from) is not null || result.GetValue(_targets) is { Length: > 0 };

    /// <summary>Refuses a command line without any.</summary>
    public void Require(CommandResult result)
    {
        if (!IsGiven(result))
        {
            result.AddError("Give a TARGET, or a list of them with --from FILE.");
        }
    }

    /// <summary>The requests for all targets. All are checked first: a mistake in a long list changes nothing.</summary>
    /// <exception cref="ControlException">A target is invalid, the list is too long or empty, or the file can't be read.</exception>
    public IReadOnlyList<ControlRequest> RequestsOf(ParseResult parsed, ControlRequest request)
    {
        var given = parsed.GetValue(_targets) ?? [];
        if (parsed.GetValue(_from) is not { } file)
        {
            // The agent checks a single one, whose message is then the same for all that ask it.
            return given is [var only] ? [request with { Target = only }] : Split([.. Distinct(given.Select(Checked))], request);
        }

        var targets = Distinct(given.Select(Checked).Concat(Read(file))).Take(MostTargets + 1).ToList();
        return targets.Count switch
        {
            0 => throw new ControlException($"{Name(file)} has no targets"),
            > MostTargets => throw new ControlException($"{Name(file)} has more than {MostTargets:N0} targets: divide it"),
            _ => Split(targets, request),
        };
    }

    private static IEnumerable<string> Distinct(IEnumerable<string> targets) => targets.Distinct(StringComparer.Ordinal);

    private IEnumerable<string> Read(string file)
    {
        using var reader = file == "-" ? new StreamReader(Console.OpenStandardInput()) : OpenFile(file);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            var target = ListLines.TargetOf(line);
            if (target.Length == 0)
            {
                continue;
            }

            if (_problem(target) is { } problem)
            {
                throw new ControlException($"{Name(file)}:{number}: {problem}");
            }

            yield return target;
        }
    }

    private static StreamReader OpenFile(string file)
    {
        try
        {
            return new StreamReader(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ControlException($"{file} can't be read: {e.Message}");
        }
    }

    private string Checked(string target) => _problem(target) is { } problem ? throw new ControlException(problem) : target;

    private static string Name(string file) => file == "-" ? "standard input" : file;

    /// <summary>Requests for targets, as many as their limits take.</summary>
    public static List<ControlRequest> Split(IReadOnlyList<string> targets, ControlRequest request) =>
        Split(targets, static target => target.Length, part => request with { Targets = part });

    /// <summary>Requests for items, as many as their limits take.</summary>
    /// <param name="items">The items.</param>
    /// <param name="length">The characters that an item takes.</param>
    /// <param name="make">Makes the request of some.</param>
    public static List<ControlRequest> Split<T>(IReadOnlyList<T> items, Func<T, int> length, Func<IReadOnlyList<T>, ControlRequest> make)
    {
        var requests = new List<ControlRequest>();
        var part = new List<T>();
        var characters = 0;
        foreach (var item in items)
        {
            if (part.Count == InOneRequest || (part.Count > 0 && characters + length(item) > MostCharacters))
            {
                requests.Add(make(part));
                (part, characters) = ([], 0);
            }

            part.Add(item);
            characters += length(item);
        }

        requests.Add(make(part));
        return requests;
    }
}
