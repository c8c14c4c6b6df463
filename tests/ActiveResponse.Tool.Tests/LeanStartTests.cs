using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests;

public sealed class LeanStartTests
{
    // What is not there can't be loaded: each of these would cost every start.
    [Fact]
    public async Task Check_of_a_file_to_a_pipe_needs_no_console_library_no_store_and_no_host()
    {
        using var folder = new Folder();
        var file = folder.Write("ossec.conf", Inputs.Config(600));
        foreach (
            var part in new[]
            {
                "active-response.dll",
                "active-response.runtimeconfig.json",
                "ActiveResponse.Core.dll",
                "ActiveResponse.Ossec.dll",
                "System.CommandLine.dll",
                "TestableIO.System.IO.Abstractions.Wrappers.dll",
                "Testably.Abstractions.FileSystem.Interface.dll",
            }
        )
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, part), folder.File(part));
        }

        using var tool = ToolProcess.StartProgram(Path.GetTempPath(), null, "dotnet", folder.File("active-response.dll"), "check", file);

        (await tool.ExitAsync()).Should().Be(0, tool.ErrorText);
        tool.OutputText.Should().Contain("firewall-drop600").And.Contain("Wazuh accepts this configuration");
    }
}
