using ActiveResponse.Tool.Output;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tool.Fleet;

/// <summary>Runs a fleet command, and prints an expected failure in one line.</summary>
internal static class FleetRun
{
    public static int Do(Action action)
    {
        try
        {
            action();
            return ExitCodes.Fine;
        }
        catch (Exception e) when (IsExpected(e))
        {
            return Fail(e);
        }
    }

    public static async Task<int> DoAsync(Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (IsExpected(e))
        {
            return Fail(e);
        }
    }

    private static bool IsExpected(Exception e) =>
        e
            is FleetException
                or IOException
                or UnauthorizedAccessException
                or FormatException
                or TimeoutException
                or ArgumentException
                or OptionsValidationException;

    private static int Fail(Exception e)
    {
        Console.Error.WriteLine($"active-response: {ToolText.OneLine(e.Message)}");
        return ExitCodes.Findings;
    }
}
