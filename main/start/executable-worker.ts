import './carry-files.ts';
import '../services/capture-worker.ts';
