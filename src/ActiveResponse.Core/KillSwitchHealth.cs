using System.IO.Abstractions;

namespace ActiveResponse;

/// <summary>Checks the kill switch.</summary>
internal sealed class KillSwitchHealth(string? file, IFileSystem files) : IHealthSource
{
    public ValueTask<IReadOnlyList<HealthFinding>> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<HealthFinding>>([Finding()]);

    private HealthFinding Finding()
    {
        if (file is null)
        {
            return new HealthFinding("kill switch", IsFine: true, "none");
        }

        var isOn = files.Path.Exists(file);
        return new HealthFinding(
            "kill switch",
            !isOn,
            isOn ? $"on: nothing new is done while {file} exists" : $"off: {file} doesn't exist"
        );
    }
}
