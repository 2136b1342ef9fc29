namespace CoListen.Tests.ServiceDefaults;

/// <summary>
/// Tests of what is exported, alone in their process: meters are heard by name throughout it, and with another test's server
/// OpenTelemetry would also end what the server under test still measures.
/// </summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class ExportTests;
