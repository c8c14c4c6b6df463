using System.Globalization;
using ActiveResponse.AspNetCore.Views;
using Microsoft.AspNetCore.Mvc;

namespace ActiveResponse.AspNetCore.Api;

/// <summary>The parameters of a list of effects. All are text, so that a wrong one gets an answer that says what is wrong.</summary>
internal sealed class EffectParameters
{
    [FromQuery(Name = "target")]
    public string? Target { get; set; }

    [FromQuery(Name = "within")]
    public string? Within { get; set; }

    [FromQuery(Name = "rule")]
    public string? Rule { get; set; }

    [FromQuery(Name = "responder")]
    public string? Responder { get; set; }

    [FromQuery(Name = "host")]
    public string? Host { get; set; }

    [FromQuery(Name = "state")]
    public string? State { get; set; }

    [FromQuery(Name = "search")]
    public string? Search { get; set; }

    [FromQuery(Name = "sort")]
    public string? Sort { get; set; }

    [FromQuery(Name = "order")]
    public string? Order { get; set; }

    [FromQuery(Name = "limit")]
    public string? Limit { get; set; }

    [FromQuery(Name = "after")]
    public string? After { get; set; }

    [FromQuery(Name = "skip")]
    public string? Skip { get; set; }

    /// <exception cref="ViewException">One is wrong.</exception>
    public EffectQuery ToQuery() =>
        new()
        {
            Target = ApiValue.TextOf(Target),
            Within = ApiValue.BooleanOf(Within, "within"),
            Rule = ApiValue.NumberOf(Rule, "rule", 0, uint.MaxValue),
            Responder = ApiValue.TextOf(Responder),
            Host = ApiValue.TextOf(Host),
            State = ApiValue.TextOf(State),
            Search = ApiValue.TextOf(Search),
            Sort = ApiValue.TextOf(Sort) ?? "until",
            Descending = ApiValue.TextOf(Order) switch
            {
                null or "asc" => false,
                "desc" => true,
                _ => throw new ViewException(ViewProblem.Invalid, "'order' is asc or desc."),
            },
            Limit = (int)(ApiValue.NumberOf(Limit, "limit", 1, EffectQuery.MostItems) ?? 100),
            After = ApiValue.TextOf(After),
            Skip = (int)(ApiValue.NumberOf(Skip, "skip", 0, EffectQuery.MostSkipped) ?? 0),
        };
}

/// <summary>The parameters of the history.</summary>
internal sealed class HistoryParameters
{
    [FromQuery(Name = "target")]
    public string? Target { get; set; }

    [FromQuery(Name = "since")]
    public string? Since { get; set; }

    [FromQuery(Name = "until")]
    public string? Until { get; set; }

    [FromQuery(Name = "limit")]
    public string? Limit { get; set; }

    [FromQuery(Name = "after")]
    public string? After { get; set; }

    /// <exception cref="ViewException">One is wrong.</exception>
    public HistoryRequest ToRequest() =>
        new()
        {
            Target = ApiValue.TextOf(Target),
            Since = ApiValue.TimeOf(Since, "since"),
            Until = ApiValue.TimeOf(Until, "until"),
            Limit = (int)(ApiValue.NumberOf(Limit, "limit", 1, EffectQuery.MostItems) ?? 100),
            After = ApiValue.TextOf(After),
        };
}

/// <summary>Reads values of a query string.</summary>
internal static class ApiValue
{
    public static string? TextOf(string? text) => string.IsNullOrEmpty(text) ? null : text;

    public static bool BooleanOf(string? text, string name) =>
        text switch
        {
            null or "" or "false" => false,
            "true" => true,
            _ => throw new ViewException(ViewProblem.Invalid, $"'{name}' is true or false."),
        };

    public static long? NumberOf(string? text, string name, long least, long most)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ViewException(ViewProblem.Invalid, $"'{name}' is a number from {least} to {most}.");
    }

    public static DateTimeOffset? TimeOf(string? text, string name)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new ViewException(ViewProblem.Invalid, $"'{name}' is a time such as 2026-08-01T03:13:23Z.");
    }
}
