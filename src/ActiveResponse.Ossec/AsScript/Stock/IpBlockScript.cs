using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Ossec.AsScript.Stock;

/// <summary><c>ip-customblock</c>: creates an empty file named after the address, for a program of the administrator's.</summary>
internal sealed class IpBlockScript(string folder) : IReversibleResponder
{
    public string Name => "ip-customblock";

    public ResponderNeeds Needs => ResponderNeeds.Address;

    public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        if (FileOf(context) is not { } file)
        {
            return ValueTask.FromResult(ResponderResult.Refused("only addresses have files here, not networks"));
        }

        try
        {
            Directory.CreateDirectory(folder);
            // No message: the stock program prints none.
            if (File.Exists(file))
            {
                return ValueTask.FromResult(ResponderResult.AlreadyApplied());
            }

            // Follows no link that someone may have planted.
            using var made = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
            return ValueTask.FromResult(ResponderResult.Applied());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ValueTask.FromResult(ResponderResult.Failed($"Error creating {file} file: {e.Message}"));
        }
    }

    public ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        if (FileOf(context) is not { } file)
        {
            return ValueTask.FromResult(ResponderResult.AlreadyLifted());
        }

        try
        {
            // A missing file is an error, as for the stock program and those who watch it.
            if (!File.Exists(file))
            {
                return ValueTask.FromResult(ResponderResult.Refused($"Error deleting {file} file"));
            }

            File.Delete(file);
            return ValueTask.FromResult(ResponderResult.Lifted());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ValueTask.FromResult(ResponderResult.Failed($"Error deleting {file} file: {e.Message}"));
        }
    }

    private string? FileOf(ResponderContext context) =>
        context.Subject.Address is { IsSingleAddress: true } address ? Path.Combine(folder, address.ToString()) : null;
}
