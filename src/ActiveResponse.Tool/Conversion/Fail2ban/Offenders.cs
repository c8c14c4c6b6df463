using System.Globalization;
using ActiveResponse.Configuration;

namespace ActiveResponse.Tool.Conversion.Fail2ban;

/// <summary>The growing ban times of a jail as <c>repeated_offenders</c>: what follows the first ban, in up to five steps.</summary>
internal static class Offenders
{
    private const int MostSteps = 5;

    /// <param name="options">The jail.</param>
    /// <param name="first">The first ban time, in seconds.</param>
    /// <param name="problem">Why they can't be said; null if they can, or don't grow.</param>
    public static RepeatedOffenders Of(JailOptions options, double first, out string? problem)
    {
        problem = null;
        if (!options.IsOn("bantime.increment"))
        {
            return RepeatedOffenders.None;
        }

        problem = ProblemOf(options, first, out var factors, out var most);
        if (problem is not null)
        {
            return RepeatedOffenders.None;
        }

        var steps = factors.Select(factor => Math.Min(first * factor, most)).ToList();
        while (steps.Count > 1 && steps[^1] == steps[^2])
        {
            steps.RemoveAt(steps.Count - 1);
        }

        // Steps are in whole minutes.
        return new RepeatedOffenders([.. steps.Select(static seconds => TimeSpan.FromMinutes(Math.Max(1, Math.Ceiling(seconds / 60))))]);
    }

    private static string? ProblemOf(JailOptions options, double first, out List<double> factors, out double most)
    {
        (factors, most) = ([], int.MaxValue);
        if (first <= 0)
        {
            return null;
        }

        if (options.Of("bantime.formula") is { Length: > 0 })
        {
            return "bantime.formula is a program; write its values into repeated_offenders, in minutes";
        }

        if (options.Of("bantime.maxtime") is { Length: > 0 } text)
        {
            if (BanTime.Read(text) is not (> 0 and var limit))
            {
                return $"bantime.maxtime '{text}' is no duration";
            }

            most = limit;
        }

        var factor = options.Of("bantime.factor") is { Length: > 0 } given ? Number(given) : 1;
        var multipliers = options.Of("bantime.multipliers")?.Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries) ?? [];
        var all = multipliers.Select(Number).ToList();
        if (factor is not > 0 || all.Exists(static one => one is not > 0))
        {
            return "bantime.factor or bantime.multipliers aren't numbers";
        }

        // The first one is that of the first ban.
        factors =
        [
            .. Enumerable
                .Range(1, MostSteps)
                .Select(n => factor.Value * (all.Count == 0 ? Math.Pow(2, n) : all[Math.Min(n, all.Count - 1)]!.Value)),
        ];
        return null;
    }

    private static double? Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
