<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>duoscope::BatchDialog</name>
    <message numerus="yes">
        <source>%n pair(s) of this session</source>
        <translation>
            <numerusform>%n pair of this session</numerusform>
            <numerusform>%n pairs of this session</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duoscope::BatchDialogPairing</name>
    <message numerus="yes">
        <source>%n pair(s)</source>
        <translation>
            <numerusform>%n pair</numerusform>
            <numerusform>%n pairs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n pair(s)</source>
        <translation>
            <numerusform>%1 of %n pair</numerusform>
            <numerusform>%1 of %n pairs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duoscope::BatchDialogProgress</name>
    <message numerus="yes">
        <source>%1, %n thread(s)</source>
        <translation>
            <numerusform>%1, %n thread</numerusform>
            <numerusform>%1, %n threads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duoscope::ComparisonPanel</name>
    <message numerus="yes">
        <source>%n method(s)</source>
        <translation>
            <numerusform>%n method</numerusform>
            <numerusform>%n methods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pair(s)</source>
        <translation>
            <numerusform>%n pair</numerusform>
            <numerusform>%n pairs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fusion(s) to do</source>
        <translation>
            <numerusform>%n fusion to do</numerusform>
            <numerusform>%n fusions to do</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duoscope::MachineCheck</name>
    <message numerus="yes">
        <source>CPU, %n core(s)</source>
        <translation>
            <numerusform>CPU, %n core</numerusform>
            <numerusform>CPU, %n cores</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duoscope::MainWindow</name>
    <message numerus="yes">
        <source>%n fusion(s) to do</source>
        <translation>
            <numerusform>%n fusion to do</numerusform>
            <numerusform>%n fusions to do</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duoscope::MetricsPanel</name>
    <message numerus="yes">
        <source>mean ± deviation of the %n pair(s) that all have fused</source>
        <translation>
            <numerusform>of the %n pair that all have fused</numerusform>
            <numerusform>mean ± deviation of the %n pairs that all have fused</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duoscope::ReportDialog</name>
    <message numerus="yes">
        <source>The open session, %n fused pair(s)</source>
        <translation>
            <numerusform>The open session, one fused pair</numerusform>
            <numerusform>The open session, %n fused pairs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duoscope::StatusLine</name>
    <message numerus="yes">
        <source>%1, %n thread(s)</source>
        <translation>
            <numerusform>%1, %n thread</numerusform>
            <numerusform>%1, %n threads</numerusform>
        </translation>
    </message>
</context>
</TS>
