// What the engine asks of the mathematics library.
double atan2(double, double);
double cos(double);
double exp(double);
double log(double);
double log10(double);
double pow(double, double);
double sin(double);
double sqrt(double);
double tan(double);
