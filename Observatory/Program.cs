return await Observatory.Hosting.ObservatoryHost.RunAsync(args).ConfigureAwait(false);
