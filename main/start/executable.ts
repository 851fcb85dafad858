import './carry-files.ts';
import '../cli.ts';
