using ActiveResponse.Planning;
using ActiveResponse.Responders;

namespace ActiveResponse.Ossec.AsScript.Stock;

/// <summary><c>ip-customblock</c>: an empty file named after the address, for a program of the administrator's to find.</summary>
internal sealed class IpBlockScript(string folder) : IReversibleResponder
{
    public string Name => "ip-customblock";

    public ResponderNeeds Needs => ResponderNeeds.Address;

    public ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        if (FileOf(context) is not { } file)
        {
            return ValueTask.FromResult(ResponderResult.Refused("a network has no file here, only an address has"));
        }

        try
        {
            Directory.CreateDirectory(folder);
            // Nothing is said of it: the stock program says nothing.
            if (File.Exists(file))
            {
                return ValueTask.FromResult(ResponderResult.AlreadyApplied());
            }

            // Follows no link that somebody has laid there.
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
            // The stock program calls it an error when there is none, and so do those who watch it.
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
