using Tta.DemoWorkers.Hosting;

return await Worker.RunAsync(args, Console.Out, Console.Error);
